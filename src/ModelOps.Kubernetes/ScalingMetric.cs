namespace ModelOps.Kubernetes;

/// <summary>What an autoscaler looks at: <see cref="CpuUtilization"/> or <see cref="InFlightRequests"/>.</summary>
public abstract record ScalingMetric
{
    private protected ScalingMetric()
    {
    }
}
