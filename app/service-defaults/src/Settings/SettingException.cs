namespace BigBen.ServiceDefaults.Settings;

/// <summary>A setting that cannot be used; its message is one sentence for the operator, naming the variable.</summary>
/// <param name="message">What was given, under which name, and what to give instead.</param>
public sealed class SettingException(string message) : Exception(message);
