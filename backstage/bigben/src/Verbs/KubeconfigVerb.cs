using System.CommandLine;
using BigBen.ApiServer.Access;
using BigBen.Kubernetes;
using BigBen.Manifests.Validation.Values;
using BigBen.Platforms;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;

namespace BigBen.Verbs;

/// <summary>
/// <c>kubeconfig</c>: how <c>kubectl</c> and every other client get into the platform's API, as whom and with which rights.
/// </summary>
internal static class KubeconfigVerb
{
    private static readonly Option<bool> Merge = new("--merge")
    {
        Description = "Add the context to your own kubeconfig; 'down' takes it away again.",
    };

    private static readonly Option<bool> ReadOnly = new("--read-only")
    {
        Description = "Of a user who reads everything but the values of Secrets, and changes, executes and forwards nothing.",
    };

    private static readonly Option<string?> Name = new("--user")
    {
        Description = "Of this user (default: the administrator, with --read-only the user read-only).",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Rights = new("--rights")
    {
        Description = "Give the user the rights of the ClusterRoles and Roles in this file, as Kubernetes has them.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Rotate = new("--rotate")
    {
        Description = "Give the user another token; the one before is refused at once.",
    };

    private static readonly Option<bool> Revoke = new("--revoke") { Description = "Revoke the user's access, at once." };

    public static Verb Create()
    {
        var command = new Verb(
            "kubeconfig",
            "Print the path of the platform's kubeconfig, or of one with fewer rights.",
            "big-ben.sh kubeconfig --merge",
            "big-ben.sh kubeconfig --read-only",
            "big-ben.sh kubeconfig --user alice --rights role.yaml",
            "big-ben.sh kubeconfig --user alice --rotate")
        {
            Merge, ReadOnly, Name, Rights, Rotate, Revoke,
        };
        command.Validators.Add(Check);
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new KubeconfigOptions(
                parsed.GetValue(Name) ?? (parsed.GetValue(ReadOnly) ? KubeconfigOptions.Reader : User.AdminName),
                parsed.GetValue(ReadOnly),
                parsed.GetValue(Rights),
                parsed.GetValue(Merge),
                parsed.GetValue(Rotate),
                parsed.GetValue(Revoke)),
            UserKubeconfig.Find(),
            cancellationToken));
    }

    /// <summary>Prints the path on standard output, for scripts, and everything else on standard error.</summary>
    internal static async Task<int> RunAsync(
        Session session, KubeconfigOptions options, UserKubeconfig own, CancellationToken cancellationToken)
    {
        var state = session.State;
        if (KindRecord.Read(state) is { } kind)
        {
            await SayKindAsync(session, kind, options);
            return ExitCode.Done;
        }

        if (ExistingRecord.Read(state) is { } existing)
        {
            await SayExistingAsync(session, existing, options);
            return ExitCode.Done;
        }

        if (!File.Exists(state.Kubeconfig))
        {
            throw new PlatformException(
                $"There is no '{state.Kubeconfig}': the local platform is not up. Run ./bootstrap/big-ben.sh first.");
        }

        var accounts = new UserAccounts(state.Api, state.Kubeconfig);
        if (options.Revoke)
        {
            await RevokeAsync(session, accounts, own, options.User, cancellationToken);
            return ExitCode.Done;
        }

        await GrantAsync(accounts, options, cancellationToken);
        var path = accounts.KubeconfigOf(options.User);
        if (options.Rotate)
        {
            await accounts.RotateAsync(options.User, cancellationToken);
            await ProveAsync(state, path, cancellationToken);
        }

        if (options.Merge || (options.Rotate && own.Has(state, options.User)))
        {
            own.Merge(state, options.User);
            await session.Error.WriteLineAsync(
                $"Use it by: kubectl --context {UserKubeconfig.ContextOf(state, options.User)} get applications -n argocd");
        }

        await session.Output.WriteLineAsync(options.Merge ? own.Path : path);
        return ExitCode.Done;
    }

    private static async Task SayExistingAsync(Session session, ExistingRecord existing, KubeconfigOptions options)
    {
        RequireNoUser(options, "in a cluster of yours");
        if (options.Merge)
            throw new PlatformException($"Your own kubeconfig has this platform's context already: kubectl --context {existing.Context}.");
        await session.Output.WriteLineAsync(session.State.Kubeconfig);
        await session.Error.WriteLineAsync($"This platform is in the cluster of your context '{existing.Context}'.");
    }

    private static void RequireNoUser(KubeconfigOptions options, string where)
    {
        if (!options.IsAdmin || options.Rotate)
        {
            throw new PlatformException(
                $"This platform is {where}, whose users and rights are Kubernetes' own: "
                + "make a ServiceAccount, a RoleBinding and a token with kubectl.");
        }
    }

    private static void Check(System.CommandLine.Parsing.CommandResult result)
    {
        var (name, isReader) = (result.GetValue(Name), result.GetValue(ReadOnly));
        var (hasRights, isRevoked) = (result.GetValue(Rights) is not null, result.GetValue(Revoke));
        if (name is not null && Names.LabelErrors(name).FirstOrDefault() is { } wrong)
            result.AddError($"'{name}' is not a user's name: {wrong}.");
        if (hasRights && (name is null || isReader))
            result.AddError("--rights goes with --user, and not with --read-only.");
        if (isRevoked && ((name is null && !isReader) || name == User.AdminName))
            result.AddError("--revoke needs another user than the administrator, whose token --rotate changes.");
        if (isRevoked && (hasRights || result.GetValue(Merge) || result.GetValue(Rotate)))
            result.AddError("--revoke goes with no other option than --user and --read-only.");
        if (name == User.AdminName && (hasRights || isReader))
            result.AddError($"'{name}' is the administrator and keeps all rights: choose another name.");
    }

    private static async Task GrantAsync(UserAccounts accounts, KubeconfigOptions options, CancellationToken cancellationToken)
    {
        if (options.IsAdmin)
            return;
        var rules = options.Rights is { } file ? RoleFile.Read(file) : null;
        if (rules is null && !options.ReadOnly && accounts.Find(options.User) is null)
            throw NoUser(options.User);
        await accounts.GrantAsync(
            options.User,
            user => rules is null && !options.ReadOnly ? user : user with { ReadOnly = options.ReadOnly, Rules = rules ?? [] },
            cancellationToken);
    }

    private static async Task RevokeAsync(
        Session session, UserAccounts accounts, UserKubeconfig own, string name, CancellationToken cancellationToken)
    {
        if (accounts.Find(name) is null)
            throw NoUser(name);
        await accounts.RevokeAsync(name, cancellationToken);
        await ProveAsync(session.State, session.State.Kubeconfig, cancellationToken);
        if (own.Has(session.State, name))
            own.Unmerge(session.State, name);
        await session.Error.WriteLineAsync($"The user '{name}' has no access any more.");
    }

    // The platform takes it with the next request, which this is: whatever was open with the token before ends here.
    private static async Task ProveAsync(StateFolder state, string kubeconfig, CancellationToken cancellationToken)
    {
        if (PlatformRecord.Read(state) is null)
            return;
        using var api = KubernetesApi.Open(kubeconfig);
        await api.AuthenticateAsync(cancellationToken);
    }

    private static PlatformException NoUser(string name) => new(
        $"There is no user '{name}': give it rights by --rights FILE or --read-only.");

    private static async Task SayKindAsync(Session session, KindRecord kind, KubeconfigOptions options)
    {
        RequireNoUser(options, $"the kind cluster '{kind.Cluster}'");
        if (options.Merge)
        {
            throw new PlatformException(
                $"This platform is the kind cluster '{kind.Cluster}': "
                + $"'kind export kubeconfig --name {kind.Cluster}' adds its context kind-{kind.Cluster}.");
        }

        await session.Output.WriteLineAsync(session.State.Kubeconfig);
        await session.Error.WriteLineAsync($"This platform is the kind cluster '{kind.Cluster}'; its context is kind-{kind.Cluster}.");
    }
}
