namespace ModelOps.Drift.Performance;

/// <summary>What has come of an id.</summary>
internal enum JoinState
{
    Predicted,
    Labelled,
    Joined,
}
