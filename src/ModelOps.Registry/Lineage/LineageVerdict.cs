namespace ModelOps.Registry.Lineage;

/// <summary>What is to be done with an event that was sent.</summary>
internal enum LineageVerdict
{
    /// <summary>The server has it.</summary>
    Taken,

    /// <summary>It is sent again later.</summary>
    Later,

    /// <summary>The server will never take it.</summary>
    Never,
}
