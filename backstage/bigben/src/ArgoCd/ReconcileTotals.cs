namespace BigBen.ArgoCd;

/// <summary>What reconciling took since the platform came up.</summary>
/// <param name="Count">How often main was reconciled.</param>
/// <param name="Seconds">How long that took in all, in seconds.</param>
internal sealed record ReconcileTotals(long Count, double Seconds);
