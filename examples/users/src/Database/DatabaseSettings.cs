using System.Data.Common;
using BigBen.ServiceDefaults.Settings;
using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Database;

/// <summary>Where the database is.</summary>
/// <param name="Engine"><c>mysql</c> or <c>postgres</c>.</param>
/// <param name="ConnectionString">The driver's.</param>
internal sealed record DatabaseSettings(string Engine, string ConnectionString)
{
    public const string MySql = "mysql";
    public const string Postgres = "postgres";

    /// <summary>The SQL that is spoken: what MySQL 8 and MariaDB 10 have in common.</summary>
    public static readonly ServerVersion MySqlDialect = new MySqlServerVersion(new Version(8, 0));

    /// <summary>
    /// By DB_ENGINE; <c>db_name</c>, <c>db_user</c> and <c>db_password</c>; and MYSQL_SERVICE_HOST and MYSQL_SERVICE_PORT, or
    /// POSTGRES_SERVICE_HOST and POSTGRES_SERVICE_PORT, as Kubernetes gives them for a Service of that name.
    /// </summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static DatabaseSettings Read(IConfiguration configuration)
    {
        var engine = Setting.Text(configuration, "DB_ENGINE") ?? MySql;
        if (engine is not (MySql or Postgres))
            throw new SettingException($"DB_ENGINE is '{engine}': give {MySql} or {Postgres}.");
        var service = $"{engine.ToUpperInvariant()}_SERVICE";
        var connection = new DbConnectionStringBuilder
        {
            [engine == MySql ? "Server" : "Host"] = Setting.Text(configuration, $"{service}_HOST") ?? "127.0.0.1",
            ["Port"] = Setting.Port(configuration, $"{service}_PORT", engine == MySql ? 3306 : 5432),
            ["Database"] = Setting.Text(configuration, "db_name") ?? "users",
            [engine == MySql ? "User ID" : "Username"] = Setting.Text(configuration, "db_user") ?? "users",
            ["Password"] = Setting.Text(configuration, "db_password") ?? "",
            // What a pod opens at most: all pods together stay below the server's usual 100.
            ["Maximum Pool Size"] = 20,
        };
        // No request leaves anything behind in its session: to reset that would ask the server for more than each query itself.
        if (engine == MySql)
        {
            connection["Connection Reset"] = false;
        }
        else
        {
            connection["No Reset On Close"] = true;
            connection["Max Auto Prepare"] = 20;
            // The image has no Kerberos, which Npgsql 10 would look for at each connection and complain about.
            connection["GSS Encryption Mode"] = "Disable";
        }

        return new DatabaseSettings(engine, connection.ConnectionString);
    }

    /// <summary>Adds the engine's context to a service.</summary>
    public void AddContext(IServiceCollection services)
    {
        if (Engine == MySql)
            services.AddDbContextPool<UsersContext, MySqlContext>(
                options => options.UseMySql(ConnectionString, MySqlDialect).AddInterceptors(new PreparedStatements()));
        else
            services.AddDbContextPool<UsersContext, PostgresContext>(options => options.UseNpgsql(ConnectionString));
    }
}
