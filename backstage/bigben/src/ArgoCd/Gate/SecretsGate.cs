using BigBen.ArgoCd.Applications;
using BigBen.Manifests;
using BigBen.Secrets;

namespace BigBen.ArgoCd.Gate;

/// <summary>Refuses a commit whose pods could not start for want of a Secret.</summary>
/// <param name="live">What the cluster has.</param>
internal sealed class SecretsGate(ILiveSecrets live)
{
    /// <summary>Checks that every Secret that pods need is in git or in their namespace, with the keys that they take.</summary>
    /// <param name="applications">What the commit changes, as it is to be.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="PlatformException">One is not; names service, environment, Secret and keys, and what to do.</exception>
    public async Task RequireAsync(IReadOnlyList<RenderedApplication> applications, CancellationToken cancellationToken)
    {
        var coming = Coming(applications);
        var refusals = new List<string>();
        foreach (var application in applications)
        {
            var needs = application.Objects.SelectMany(SecretNeed.Of).GroupBy(need => (need.Owner.Namespace, need.Secret));
            foreach (var need in needs)
            {
                if (await RefusalAsync(application, [.. need], coming, cancellationToken) is { } refusal)
                    refusals.Add(refusal);
            }
        }

        if (refusals.Count > 0)
            throw new PlatformException($"{string.Join("; ", refusals)}. Nothing was recorded, and what runs is as it was.");
    }

    // What git brings: rendered, or encrypted beside the values. Two Applications may share a namespace.
    private static Dictionary<(string Namespace, string Name), HashSet<string>> Coming(IReadOnlyList<RenderedApplication> applications)
    {
        var coming = new Dictionary<(string, string), HashSet<string>>();
        foreach (var application in applications)
        {
            var encrypted = application.EncryptedSecrets.Select(secret =>
                (Place: (application.Application.Destination.Namespace, secret.Key), Keys: secret.Value.AsEnumerable()));
            foreach (var (place, keys) in application.Objects.Where(manifest => manifest.Key.IsSecret).Select(Keys).Concat(encrypted))
            {
                if (!coming.TryGetValue(place, out var all))
                    coming[place] = all = [];
                all.UnionWith(keys);
            }
        }

        return coming;
    }

    private static ((string Namespace, string Name) Place, IEnumerable<string> Keys) Keys(Manifest secret) =>
        ((secret.Key.Namespace, secret.Key.Name), ServiceSecrets.ValuesOf(secret.Body).Keys);

    private async Task<string?> RefusalAsync(
        RenderedApplication application,
        IReadOnlyList<SecretNeed> needs,
        Dictionary<(string, string), HashSet<string>> coming,
        CancellationToken cancellationToken)
    {
        var (ns, name) = (needs[0].Owner.Namespace, needs[0].Secret);
        var wanted = needs.Select(need => need.Key).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        IReadOnlyCollection<string>? there = coming.GetValueOrDefault((ns, name));
        if (there is null)
        {
            var maker = application.Objects.FirstOrDefault(manifest => manifest.Key.Namespace == ns && SecretMaker.Makes(manifest, name));
            if (maker is not null && live.HasOperators)
                return null;
            var found = await live.FindAsync(ns, name, cancellationToken);
            // One that came from git, and is not in git any more, goes with the commit.
            if (found?.Application == application.Application.Name)
                found = null;
            if (found is { Keys: null })
                return null;
            if (found is null)
                return $"{Where(application.Application, needs, wanted)}, which is neither in git nor in the namespace {ns}: "
                    + (maker is null ? Remedy(application.Application, ns, name, wanted) : RemedyFor(maker, ns, name, wanted));
            there = found.Keys;
        }

        var missing = wanted.Except(there!).ToList();
        return missing.Count == 0
            ? null
            : $"{Where(application.Application, [.. needs.Where(need => missing.Contains(need.Key!))], missing)}, which has no such key: "
                + Remedy(application.Application, ns, name, missing);
    }

    private static string Where(Application application, IReadOnlyList<SecretNeed> needs, List<string> keys)
    {
        var owners = needs.Select(need => $"{need.Owner.Kind} {need.Owner.Name}").Distinct().ToList();
        var what = keys.Count == 0 ? "" : $"{(keys.Count == 1 ? "key" : "keys")} {string.Join(" and ", keys)} of the ";
        return $"{application.Source.ReleaseName} in {application.Project}: {string.Join(" and ", owners)} "
            + $"{(owners.Count == 1 ? "needs" : "need")} the {what}Secret {needs[0].Secret}";
    }

    private static string Remedy(Application application, string ns, string name, List<string> keys)
    {
        var service = application.Source.ReleaseName;
        if (name != ServiceSecrets.NameOf(service))
            return $"{ByHand(ns, name, keys)}, or take a key of {ServiceSecrets.NameOf(service)} (docs/secrets.md)";
        var set = $"./bootstrap/big-ben.sh secret set {service} {application.Project}";
        var commands = keys.DefaultIfEmpty("NAME").Select(key => $"'{set} {key}'");
        return $"run {string.Join(" and ", commands)}, commit and push again";
    }

    private static string RemedyFor(Manifest maker, string ns, string name, List<string> keys) =>
        $"{maker.Key.Kind} {maker.Key.Name} makes it where its operator runs, and none runs on the local platform; "
        + $"here, {ByHand(ns, name, keys)}";

    private static string ByHand(string ns, string name, List<string> keys)
    {
        var literals = keys.DefaultIfEmpty("NAME").Select(key => $"--from-literal={key}=…");
        return $"make it by 'kubectl create secret generic {name} -n {ns} {string.Join(' ', literals)}' and push again";
    }
}
