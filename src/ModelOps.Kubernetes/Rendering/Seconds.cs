namespace ModelOps.Kubernetes.Rendering;

internal static class Seconds
{
    internal static int Of(TimeSpan duration) => checked((int)duration.TotalSeconds);
}
