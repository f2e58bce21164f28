using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Whether a person has approved of what <c>Prune=confirm</c> and <c>Delete=confirm</c> hold back.</summary>
internal static class Confirmation
{
    /// <summary>Whether the Application's annotation, which is the time of the approval, is newer than what is to be approved.</summary>
    public static bool IsGiven(JsonElement application, DateTimeOffset since) =>
        application.TimeAt("metadata", "annotations", "argocd.argoproj.io/deletion-approved") >= since;
}
