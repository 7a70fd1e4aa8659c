"""What a strategy is. Those there are live in the folder `strategies` of the apps that know them."""
