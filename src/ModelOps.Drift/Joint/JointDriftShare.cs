namespace ModelOps.Drift.Joint;

/// <summary>One feature's part in the drift of all together.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Share">Its part, 0 to 1; the parts add up to 1, or are all 0 where nothing stands out of the noise. A feature that only its relation to
/// others has moved has a part too.</param>
public sealed record JointDriftShare(string Feature, double Share);
