using System.Security.Cryptography;
using System.Text;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Protection;

/// <summary>What is to be delivered into an environment, and what an approval is for: exactly this and nothing else.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Summary">What it is, such as <c>release v1.2.0</c>.</param>
/// <param name="Id">A hash of the services, their images, chart and values; another as soon as any of it is another.</param>
internal sealed record ProposedChange(string Environment, string Summary, string Id)
{
    /// <summary>The change that records would be.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="records">The records that it writes; null for a service that it removes.</param>
    /// <param name="commit">The commit that their revision leads to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<ProposedChange> OfAsync(
        GitCli git,
        string environment,
        string summary,
        IReadOnlyDictionary<string, ServiceRecord?> records,
        string commit,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"{environment}\n{summary}\n");
        foreach (var (service, record) in records.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append($"{service} {record?.Tag} {record?.Digest}\n");
            // Not the commit itself: documents and records change nothing of what runs.
            foreach (var path in record is null ? [] : new ServiceSource(service, "", null).Configuration(environment))
                text.Append($"{path} {await git.ObjectHashAsync(commit, path, cancellationToken)}\n");
        }

        return new ProposedChange(environment, summary, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}")))[..40]);
    }
}
