using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Admission;

/// <summary>
/// Refuses pods that would never start because a container of theirs asks for a standard input or a terminal, which no process of this
/// platform has: <c>kubectl run -i</c> would wait for it, and not say why.
/// </summary>
internal static class TerminalAdmission
{
    private static readonly string[] Lists = ["initContainers", "containers"];
    private static readonly string[] Fields = ["stdin", "stdinOnce", "tty"];

    /// <summary>Checks a new object; only pods are ever refused.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The object.</param>
    /// <exception cref="StatusException">It is a pod that asks for one.</exception>
    public static void Check(ApiResource resource, string name, JsonObject value)
    {
        if (resource.GroupResource == "pods" && Asked(value).FirstOrDefault() is { } field)
        {
            throw Failures.Forbidden(
                resource,
                name,
                $"{field} is not supported by the local platform: leave out -i and -t, and use 'kubectl exec' once it runs");
        }
    }

    private static IEnumerable<string> Asked(JsonObject pod) =>
        from list in Lists
        from container in (pod["spec"]?[list] as JsonArray ?? []).Index()
        from field in Fields
        where container.Item?[field]?.GetValueKind() == JsonValueKind.True
        select $"spec.{list}[{container.Index}].{field}";
}
