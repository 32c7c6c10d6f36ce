namespace ModelOps;

/// <summary>What sort of failure an error is; the edges (HTTP, gRPC) map each kind once. The names are those of gRPC's status codes.</summary>
public enum ModelOpsErrorKind
{
    /// <summary>The caller sent something wrong; sending it again will not help.</summary>
    InvalidArgument,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound,

    /// <summary>The thing exists already, or was changed by someone else meanwhile.</summary>
    Conflict,

    /// <summary>The state of the system forbids it; something else must be done first.</summary>
    FailedPrecondition,

    /// <summary>The caller's quota is used up.</summary>
    ResourceExhausted,

    /// <summary>It cannot be done now; trying again later may work.</summary>
    Unavailable,

    /// <summary>The time given ran out before it was done.</summary>
    DeadlineExceeded,

    /// <summary>Stored data is damaged or was tampered with.</summary>
    DataLoss,

    /// <summary>It failed on our side.</summary>
    Internal,
}
