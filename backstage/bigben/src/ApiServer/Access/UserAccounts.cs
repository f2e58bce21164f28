namespace BigBen.ApiServer.Access;

/// <summary>
/// Gives and takes the access of users: by the file of users and a kubeconfig for each. A server that runs heeds it from its next request
/// on, whichever process it was that changed something; one that starts, then.
/// </summary>
/// <param name="directory">The API server's folder.</param>
/// <param name="kubeconfig">The administrator's kubeconfig; those of others are beside it.</param>
internal sealed class UserAccounts(string directory, string kubeconfig)
{
    /// <summary>The file of users.</summary>
    public UserFile File { get; } = new(Path.Combine(directory, "users.json"));

    /// <summary>A user; null where there is none of that name.</summary>
    /// <exception cref="PlatformException">The users cannot be read.</exception>
    public StoredUser? Find(string name) => File.Parse(File.Read()).FirstOrDefault(user => user.Name == name);

    /// <summary>A user's kubeconfig.</summary>
    public string KubeconfigOf(string name) => Kubeconfig.PathOf(kubeconfig, name);

    /// <summary>Gives a user rights instead of those before, and a token where it has none.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="rights">Sets the rights.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">There is no server yet, or a file cannot be written.</exception>
    public Task GrantAsync(string name, Func<StoredUser, StoredUser> rights, CancellationToken cancellationToken) =>
        ChangeAsync(name, rights, rotate: false, cancellationToken);

    /// <summary>Gives a user another token; the one before is refused from now on.</summary>
    /// <exception cref="PlatformException">There is no server yet, or a file cannot be written.</exception>
    public Task RotateAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, user => user, rotate: true, cancellationToken);

    /// <summary>Takes a user's access away.</summary>
    /// <exception cref="PlatformException">A file cannot be written.</exception>
    public Task RevokeAsync(string name, CancellationToken cancellationToken) =>
        File.ChangeAsync(
            users =>
            {
                users.RemoveAll(user => user.Name == name);
                return () => System.IO.File.Delete(KubeconfigOf(name));
            },
            cancellationToken);

    /// <summary>
    /// Brings every kubeconfig up to date with where the server is now. The administrator's is made where there is none that lets in.
    /// </summary>
    /// <param name="port">The server's port.</param>
    /// <param name="authority">Its authority, PEM.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">A file cannot be read or written.</exception>
    public Task PublishAsync(int port, string authority, CancellationToken cancellationToken) =>
        File.ChangeAsync(
            users =>
            {
                // The first start with a file of users takes over the token that was given out before.
                var token = Kubeconfig.Read(kubeconfig)?.Token;
                var admin = users.Find(user => user.Name == User.AdminName);
                if (token is null || (admin is not null && admin.TokenHash != StoredUser.HashOf(token)))
                    token = StoredUser.NewToken();
                Put(users, admin ?? new StoredUser(User.AdminName, ""), token);
                return () =>
                {
                    new Kubeconfig(port, authority, Kubeconfig.ContextOf(User.AdminName), token).Write(kubeconfig);
                    foreach (var path in users.Select(user => KubeconfigOf(user.Name)))
                        (Kubeconfig.Read(path) is { } theirs ? theirs with { Port = port, Authority = authority } : null)?.Write(path);
                };
            },
            cancellationToken);

    private static void Put(List<StoredUser> users, StoredUser user, string token)
    {
        users.RemoveAll(other => other.Name == user.Name);
        users.Add(user with { TokenHash = StoredUser.HashOf(token) });
    }

    private async Task ChangeAsync(
        string name, Func<StoredUser, StoredUser> change, bool rotate, CancellationToken cancellationToken)
    {
        var path = KubeconfigOf(name);
        var server = Kubeconfig.Read(kubeconfig) ?? throw new PlatformException(
            $"There is no '{kubeconfig}' that lets in: the local platform is not up. Run ./bootstrap/big-ben.sh first.");
        await File.ChangeAsync(
            users =>
            {
                var user = users.Find(user => user.Name == name) ?? new StoredUser(name, "");
                var token = Kubeconfig.Read(path)?.Token;
                if (rotate || token is null || user.TokenHash != StoredUser.HashOf(token))
                    token = StoredUser.NewToken();
                Put(users, change(user), token);
                return () => (server with { User = Kubeconfig.ContextOf(name), Token = token }).Write(path);
            },
            cancellationToken);
    }
}
