namespace ModelOps.Serving.Batching;

/// <summary>Why a call ends without its answer.</summary>
internal enum LeaveReason
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Its caller cancelled it.</summary>
    Cancelled,

    /// <summary>Its deadline passed.</summary>
    Expired,
}
