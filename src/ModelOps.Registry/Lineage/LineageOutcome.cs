namespace ModelOps.Registry.Lineage;

/// <summary>What became of an event.</summary>
internal enum LineageOutcome
{
    /// <summary>It is in the file.</summary>
    Written,

    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>There was no room for it.</summary>
    Dropped,

    /// <summary>The server will never take it.</summary>
    Rejected,
}
