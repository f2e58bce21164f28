namespace BigBen.ApiServer.Resources;

/// <summary>Argo CD's custom resources.</summary>
internal static class ArgoResources
{
    public static ApiGroupVersion V1Alpha1 { get; } = new("argoproj.io", "v1alpha1",
    [
        Of("applications", "Application", "app", "apps"),
        Of("appprojects", "AppProject", "appproj", "appprojs"),
    ]);

    private static ApiResource Of(string plural, string kind, params string[] shortNames) =>
        new("argoproj.io", "v1alpha1", plural, kind) { IsCustom = true, ShortNames = shortNames, Verbs = ApiVerbs.Custom };
}
