namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>A test with a real kubectl; skipped, with the reason, where there is none that is new enough.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = Kubectl.Missing;
}
