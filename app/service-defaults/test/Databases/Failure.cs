using System.Data.Common;

namespace BigBen.ServiceDefaults.Tests.Databases;

/// <summary>What a driver throws.</summary>
internal sealed class Failure(string message, bool transient, Exception? inner = null) : DbException(message, inner)
{
    public override bool IsTransient { get; } = transient;
}
