"""What goals refuse."""

from apps.system.errors import Conflict, Refused


class BadGoal(Refused):
    """The goal is reached already, has passed, or cannot be measured."""

    code, title = "invalid_goal", "No such goal can be set"


class TooManyGoals(Refused):
    """So many goals are open."""

    code, title = "too_many_goals", "Too many goals"


class GoalClosed(Conflict):
    """It has been reached, failed, or was cancelled."""

    code, title = "goal_closed", "The goal is closed"
