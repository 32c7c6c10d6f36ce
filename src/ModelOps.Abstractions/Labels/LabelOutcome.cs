namespace ModelOps;

/// <summary>What became of a label.</summary>
public enum LabelOutcome
{
    /// <summary>It met its prediction and counts.</summary>
    Joined,

    /// <summary>No such prediction is remembered; it waits for one until the time to live of labels is over.</summary>
    Waiting,

    /// <summary>The id has a label already; the first stands.</summary>
    Duplicate,

    /// <summary>No such prediction is remembered, and the host's settings say that labels do not wait: another replica may have made it.</summary>
    Unknown,

    /// <summary>Its number is not finite or too large, or the id is empty or too long.</summary>
    Invalid,

    /// <summary>The performance of the model is not watched here with labels, or the version has not been called yet.</summary>
    NotWatched,
}
