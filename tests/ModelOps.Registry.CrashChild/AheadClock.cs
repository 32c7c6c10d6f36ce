namespace ModelOps.Registry.CrashChild;

/// <summary>An hour ahead, so that what was just stored is old enough to be collected.</summary>
internal sealed class AheadClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(1);
}
