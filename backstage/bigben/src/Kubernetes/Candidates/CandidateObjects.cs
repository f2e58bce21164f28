namespace BigBen.Kubernetes.Candidates;

/// <summary>What is made in a cluster for one candidate, and is gone when it has been judged.</summary>
/// <param name="api">The cluster.</param>
/// <param name="deployment">The candidate's Deployment.</param>
internal sealed class CandidateObjects(KubernetesApi api, CandidateDeployment deployment)
{
    /// <summary>The kinds of what is made, but for Secrets; the pod goes first.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds =
        [ResourceKind.Pods, ResourceKind.ConfigMaps, ResourceKind.ServiceAccounts];

    /// <summary>
    /// The kinds of which there may be something that a killed run left. In a cluster that others have too nobody lets us look through
    /// their Secrets, and none is made there: git's are decrypted on the local platform alone.
    /// </summary>
    /// <param name="scope">What of the cluster is the platform's.</param>
    public static IEnumerable<ResourceKind> LeftIn(ClusterScope scope) =>
        scope.Namespaces is null ? Kinds.Append(ResourceKind.Secrets) : Kinds;

    // What names them in a pod's spec; a volume's Secret alone has the name in a field of another name.
    private static readonly IReadOnlyDictionary<ResourceKind, string[]> Fields = new Dictionary<ResourceKind, string[]>
    {
        [ResourceKind.ConfigMaps] = ["configMapRef", "configMapKeyRef", "configMap"],
        [ResourceKind.Secrets] = ["secretRef", "secretKeyRef", "secret"],
    };

    // It has nobody to serve to the end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Deleting must not hang where the platform is just being ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<(ResourceKind Kind, string Name)> _made = [];

    /// <summary>
    /// Makes the pod, and before it what it needs in a form that is not there yet: ConfigMaps and Secrets as they are to be, under names of
    /// their own, and its ServiceAccount where a first delivery has not made it.
    /// </summary>
    /// <returns>The pod's name.</returns>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var pod = CandidatePod.Of(deployment);
        var spec = pod["spec"]!.AsObject();
        foreach (var (kind, fields) in Fields)
        {
            foreach (var needed in deployment.Objects.Where(body => body.TextAt("kind") == kind.Kind))
            {
                var references = References(spec, fields, needed.NameOf()).ToList();
                if (references.Count == 0)
                    continue;
                var name = await CreateAsync(kind, CandidatePod.CopyOf(deployment, needed), cancellationToken);
                references.ForEach(reference => reference[NameField(reference)] = name);
            }
        }

        await AccountAsync(spec, cancellationToken);
        return await CreateAsync(ResourceKind.Pods, pod, cancellationToken);
    }

    /// <summary>Deletes all of it, whatever became of the run; what cannot be deleted is told, and is the next run's to delete.</summary>
    public async Task DeleteAsync(Step step)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var (kind, name) in Enumerable.Reverse(_made))
        {
            try
            {
                await DeleteAsync(api, kind, deployment.Namespace, name, patience.Token);
            }
            catch (Exception e) when (e is PlatformException or OperationCanceledException)
            {
                step.Note($"{kind} {name} stays until the next run: {e.Message}");
            }
        }
    }

    /// <summary>Deletes an object that was made for a candidate.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public static Task DeleteAsync(KubernetesApi api, ResourceKind kind, string ns, string name, CancellationToken cancellationToken) =>
        api.DeleteAsync(kind, ns, name, Grace, cancellationToken);

    private async Task AccountAsync(JsonObject spec, CancellationToken cancellationToken)
    {
        var name = $"{spec["serviceAccountName"]}";
        var rendered = deployment.Objects.FirstOrDefault(
            body => body.TextAt("kind") == ResourceKind.ServiceAccounts.Kind && body.NameOf() == name);
        if (rendered.NameOf().Length == 0
            || await api.FindAsync(ResourceKind.ServiceAccounts, deployment.Namespace, name, cancellationToken) is not null)
            return;
        spec.Remove("serviceAccount");
        spec["serviceAccountName"] = await CreateAsync(
            ResourceKind.ServiceAccounts, CandidatePod.CopyOf(deployment, rendered), cancellationToken);
    }

    private async Task<string> CreateAsync(ResourceKind kind, JsonObject body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Not to be cut short: it may be made all the same, and nobody would know by which name.
        var name = (await api.CreateAsync(kind, deployment.Namespace, body, CancellationToken.None)).NameOf();
        _made.Add((kind, name));
        return name;
    }

    // Whatever in a pod's spec names one: envFrom, env, volumes, projected volumes.
    private static IEnumerable<JsonObject> References(JsonNode? node, string[] fields, string name) => node switch
    {
        JsonArray list => list.SelectMany(item => References(item, fields, name)),
        JsonObject map => map.SelectMany(field =>
            fields.Contains(field.Key) && field.Value is JsonObject reference && $"{reference[NameField(reference)]}" == name
                ? [reference]
                : References(field.Value, fields, name)),
        _ => [],
    };

    private static string NameField(JsonObject reference) => reference.ContainsKey("secretName") ? "secretName" : "name";
}
