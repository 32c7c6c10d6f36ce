namespace ModelOps.Registry.Training;

/// <summary>What becomes of a job whose host was killed or stopped.</summary>
public enum LostJobPolicy
{
    /// <summary>Another host, or the same one after its restart, runs it again from its beginning. What the lost host left running is ended first where it runs on the same machine.</summary>
    TakeOver,

    /// <summary>It fails, for jobs that must not run twice without someone looking.</summary>
    MarkLost,
}
