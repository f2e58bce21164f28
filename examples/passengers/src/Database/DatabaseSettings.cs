using BigBen.ServiceDefaults.Settings;
using Npgsql;

namespace BigBen.Examples.Passengers.Database;

/// <summary>Where the database is.</summary>
internal static class DatabaseSettings
{
    private const string Variable = "ConnectionStrings__Database";

    /// <summary>Where <c>compose.yaml</c> has it, but for the password.</summary>
    private const string WhenNotSet = "Host=127.0.0.1;Database=passengers;Username=passengers";

    /// <summary>What a pod opens at most, unless the setting says otherwise: all pods together stay below the server's usual 100.</summary>
    private const int PoolSize = 20;

    /// <summary>How many statements each connection keeps, planned by the server: more than there are.</summary>
    private const int Statements = 20;

    /// <summary>The image has no Kerberos, which Npgsql 10 would look for at each connection and complain about.</summary>
    private const string NoKerberos = "GSS Encryption Mode=Disable";

    /// <summary>The pool of connections to the database that the setting names. Nothing is connected to yet.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <exception cref="SettingException">It cannot be used.</exception>
    public static NpgsqlDataSource Open(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("Database");
        try
        {
            // What comes later counts. No request leaves anything behind in its session: to reset that would be seven statements more
            // for each request.
            return NpgsqlDataSource.Create(
                $"Maximum Pool Size={PoolSize};Max Auto Prepare={Statements};No Reset On Close=true;{NoKerberos};"
                + (string.IsNullOrEmpty(text) ? WhenNotSet : text));
        }
        catch (ArgumentException e)
        {
            // The text holds a password: only what the reader says about it is shown.
            throw new SettingException($"{Variable} cannot be used: {e.Message.TrimEnd('.')}.");
        }
    }
}
