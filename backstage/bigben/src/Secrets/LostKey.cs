namespace BigBen.Secrets;

/// <summary>What is lost with an age key.</summary>
internal static class LostKey
{
    /// <summary>What is lost, what is not, and what to do.</summary>
    public const string Advice =
        "If the key is lost, the values in this file are, until another recipient decrypts it; what runs keeps them, and a running "
        + "cluster still has the Secret. Bring keys.txt back from a backup, or ask a recipient for 'secret rotate' with your recipient in "
        + ".sops.yaml; else delete the file and set each key again.";
}
