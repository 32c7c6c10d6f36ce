namespace ModelOps.Drift.Profiles;

/// <summary>What a binary payload holds. Numbers are stored: never reuse one.</summary>
internal enum PayloadKind : byte
{
    Kll = 1,
    HyperLogLog = 2,
    HeavyHitters = 3,
    BottomK = 4,
    JointSums = 5,
    Profile = 6,
    RowSketches = 8,
    Reconstruction = 9,
    ReconstructionSums = 10,
    JointReference = 11,
    Bucket = 20,
}
