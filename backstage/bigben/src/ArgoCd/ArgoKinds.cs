using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd;

/// <summary>The resources of Argo CD itself.</summary>
internal static class ArgoKinds
{
    public static ApiResource Applications { get; } = ResourceCatalog.Find("argoproj.io", "v1alpha1", "applications")!;

    public static ApiResource Projects { get; } = ResourceCatalog.Find("argoproj.io", "v1alpha1", "appprojects")!;

    public static ApiResource Namespaces { get; } = ResourceCatalog.Find("", "v1", "namespaces")!;
}
