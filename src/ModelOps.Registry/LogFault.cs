namespace ModelOps.Registry;

/// <summary>What is wrong with a registry's log.</summary>
public enum LogFault
{
    /// <summary>An event was left out.</summary>
    EventMissing,

    /// <summary>An event is no event any more.</summary>
    EventUnreadable,

    /// <summary>An event, or its place in the chain, was changed.</summary>
    EventChanged,

    /// <summary>The log is whole by itself and not the one that a checkpoint knows: it was rewritten from some event on.</summary>
    Rewritten,

    /// <summary>The log ends before a checkpoint: it was cut.</summary>
    Shortened,
}
