namespace BigBen.Verbs.Secrets;

/// <summary><c>secret</c>: the Secrets of services, kept encrypted in git in SOPS's format.</summary>
internal static class SecretVerb
{
    public static Verb Create() =>
        new Verb(
            "secret",
            "Keep a service's secrets encrypted in git, as sops does with age keys.",
            "big-ben.sh secret set service-a developer API_KEY",
            "big-ben.sh secret list service-a",
            "big-ben.sh secret remove service-a developer API_KEY",
            "big-ben.sh secret rotate service-a developer")
        {
            SecretSetVerb.Create(),
            SecretListVerb.Create(),
            SecretRemoveVerb.Create(),
            SecretRotateVerb.Create(),
        };
}
