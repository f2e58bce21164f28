using System.Reflection;
using BigBen.ServiceDefaults.Tests.Support.Databases;
using Xunit.Sdk;

namespace BigBen.Examples.Users.Tests.Database;

/// <summary>A case with a real server of an engine; it is skipped, and says so, where this machine has none.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EngineAttribute : DataAttribute
{
    private readonly string _engine;

    public EngineAttribute(string engine) => (_engine, Skip) = (engine, KindOf(engine).WhyNot);

    /// <summary>What stands for the engine in tests: for MySQL, MariaDB.</summary>
    public static ServerKind KindOf(string engine) => engine == DatabaseSettings.MySql ? ServerKind.MariaDb : ServerKind.Postgres;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_engine]];
}
