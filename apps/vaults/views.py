"""The REST reads of vaults; writes are tool calls."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.vaults.selectors import get_vault, list_transfers, list_vaults
from apps.vaults.serializers import (
    VaultOut,
    VaultPositionsOut,
    VaultTransferOut,
    present_transfer,
    present_vault,
)


class VaultList(APIView):
    """The vaults that the caller sees."""

    @extend_schema(operation_id="list_vaults", responses=Page[VaultOut])
    def get(self, request: Request) -> Response:
        return Response(paginate(request, list_vaults(caller_of(request).actor), present_vault))


class VaultDetail(APIView):
    """One vault."""

    @extend_schema(operation_id="get_vault", responses=VaultOut)
    def get(self, request: Request, vault_id: UUID) -> Response:
        return Response(present_vault(get_vault(caller_of(request).actor, vault_id)))


class VaultLedger(APIView):
    """What went into a vault and out of it, newest first."""

    @extend_schema(operation_id="list_vault_ledger", responses=Page[VaultTransferOut])
    def get(self, request: Request, vault_id: UUID) -> Response:
        vault = get_vault(caller_of(request).actor, vault_id)
        account_id = vault.account_id
        return Response(
            paginate(request, list_transfers(vault), lambda row: present_transfer(row, account_id))
        )


class VaultPositions(APIView):
    """What a vault's money does in DeFi protocols."""

    @extend_schema(operation_id="list_vault_positions", responses=VaultPositionsOut)
    def get(self, request: Request, vault_id: UUID) -> Response:
        """Empty: no protocol is connected yet, so nothing can be staked or pooled."""
        vault = get_vault(caller_of(request).actor, vault_id)
        return Response(VaultPositionsOut(vault_id=vault.id, results=[], as_of=timezone.now()))
