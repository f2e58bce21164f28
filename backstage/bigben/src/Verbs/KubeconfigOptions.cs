namespace BigBen.Verbs;

/// <summary>Whose kubeconfig is wanted, and what is to be done with it.</summary>
/// <param name="User">The user's name.</param>
/// <param name="ReadOnly">Whether the user gets the rights of one who only reads.</param>
/// <param name="Rights">The file with the rights that the user gets; null for those that it has.</param>
/// <param name="Merge">Whether its context is added to the person's own kubeconfig.</param>
/// <param name="Rotate">Whether it gets another token.</param>
/// <param name="Revoke">Whether its access is taken away.</param>
internal sealed record KubeconfigOptions(string User, bool ReadOnly, string? Rights, bool Merge, bool Rotate, bool Revoke)
{
    /// <summary>The user where only <c>--read-only</c> is said.</summary>
    public const string Reader = "read-only";

    /// <summary>Whether it is the administrator's, as it is where nothing else is said.</summary>
    public bool IsAdmin => User == ApiServer.Access.User.AdminName;
}
