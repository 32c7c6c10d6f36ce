namespace ModelOps.Serving;

/// <summary>How a call ended, as far as it says something about the model.</summary>
internal enum CallOutcome
{
    Answered,

    /// <summary>Answered from memory: the model did not run, so its speed and health are not known.</summary>
    Cached,

    Failed,

    /// <summary>Cancelled by the caller or refused for its quota or for lack of room: no fault of the model.</summary>
    NotJudged,
}
