namespace BigBen.Delivery;

/// <summary>What reconciling took since the platform came up.</summary>
/// <param name="Count">How often main was reconciled.</param>
/// <param name="Seconds">How long that took in all, in seconds.</param>
public sealed record ReconcileTotals(long Count, double Seconds);
