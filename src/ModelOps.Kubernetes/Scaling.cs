namespace ModelOps.Kubernetes;

/// <summary>How many pods serve the model: <see cref="FixedScaling"/> or <see cref="HorizontalScaling"/>.</summary>
public abstract record Scaling
{
    private protected Scaling()
    {
    }
}
