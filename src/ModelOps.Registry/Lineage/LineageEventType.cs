namespace ModelOps.Registry.Lineage;

/// <summary>What became of a run; the names are OpenLineage's.</summary>
public enum LineageEventType
{
    /// <summary>It began.</summary>
    Start,

    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Complete,

    /// <summary>It was ended by someone.</summary>
    Abort,

    /// <summary>It ended with an error.</summary>
    Fail,

    /// <summary>Something else about it.</summary>
    Other,
}
