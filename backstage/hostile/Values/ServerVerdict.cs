using System.Net;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Kubernetes;
using BigBen.Manifests;
using k8s.Autorest;

namespace BigBen.Hostile.Values;

/// <summary>What an API server says to objects that are created by dry run, the local platform's or a real one.</summary>
/// <param name="name">Whose it is, for people.</param>
/// <param name="api">The API; its namespace <c>developer</c> enforces what the platform's does.</param>
internal sealed class ServerVerdict(string name, KubernetesApi api)
{
    public string Name => name;

    /// <summary>Why it refuses one of the objects; null where it takes all of them.</summary>
    public async Task<string?> JudgeAsync(IReadOnlyList<Manifest> objects)
    {
        foreach (var body in objects.SelectMany(manifest => PodOf(manifest.Body).Prepend(manifest.Body)))
        {
            var version = $"{body["apiVersion"]}".Split('/');
            var resource = ResourceCatalog.All.FirstOrDefault(
                found => found.ApiVersion == $"{body["apiVersion"]}" && found.Kind == $"{body["kind"]}");
            // Kinds of custom resource definitions, which neither side has to have.
            if (resource is null)
                continue;
            try
            {
                await api.Client.CustomObjects.CreateNamespacedCustomObjectWithHttpMessagesAsync<object>(
                    body, version.Length == 1 ? "" : version[0], version[^1], $"{body["metadata"]!["namespace"]}", resource.Plural,
                    dryRun: "All", fieldManager: "hostile", fieldValidation: "Strict");
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
            {
                // It is there already: what is wrong would have been said before that.
            }
            catch (HttpOperationException e)
            {
                return $"{body["kind"]}: {ApiFailure.Reason(e)}";
            }
        }

        return null;
    }

    // The Pod Security Standard is enforced on pods; of what makes them it only warns.
    private static IEnumerable<JsonObject> PodOf(JsonObject body)
    {
        if (body["spec"]?["template"]?.DeepClone() is not JsonObject template || template["metadata"] is not JsonObject metadata)
            yield break;
        (template["apiVersion"], template["kind"]) = ("v1", "Pod");
        (metadata["name"], metadata["namespace"]) = ("hostile", body["metadata"]!["namespace"]!.DeepClone());
        yield return template;
    }
}
