namespace ModelOps.Registry.PostgreSql.Tests.Hosts;

/// <summary>What is lost when a connection breaks at a commit.</summary>
public enum CommitLoss
{
    /// <summary>The server never hears of it, and rolls back.</summary>
    Request,

    /// <summary>It has happened, and the client does not hear of it.</summary>
    Answer,
}
