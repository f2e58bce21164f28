namespace BigBen.Manifests.Validation.Pods;

/// <summary>The probes of a container.</summary>
internal static class Probes
{
    private static readonly RuleTable Common = new()
    {
        { "", Handlers.BeOne },
        { "initialDelaySeconds", Must.BeAtLeast(0) },
        { "timeoutSeconds", Must.BeAtLeast(0) },
        { "periodSeconds", Must.BeAtLeast(0) },
        { "successThreshold", Must.BeAtLeast(0) },
        { "failureThreshold", Must.BeAtLeast(0) },
        { "terminationGracePeriodSeconds", Must.BePositive("must be greater than 0") },
    };

    private static readonly RuleTable ByOneSuccess = new()
    {
        { "", Common.Check },
        // 0 is the default's, which is 1.
        { "successThreshold", Must.NotBe(threshold => threshold.Number is not (null or 0 or 1), "must be 1") },
    };

    private static readonly RuleTable WithoutEnd = new()
    {
        { "", Common.Check },
        { "terminationGracePeriodSeconds", Must.NotBe(period => period.Exists, "must not be set for readinessProbes") },
    };

    /// <summary>Whether the container lives.</summary>
    public static void BeLiveness(Field probe) => ByOneSuccess.CheckIfSet(probe);

    /// <summary>Whether it is ready.</summary>
    public static void BeReadiness(Field probe) => WithoutEnd.CheckIfSet(probe);

    /// <summary>Whether it has started.</summary>
    public static void BeStartup(Field probe) => ByOneSuccess.CheckIfSet(probe);
}
