namespace ModelOps.Serving.Caching;

/// <summary>A question that one call is having answered, and that others wait for.</summary>
internal sealed class Flight(byte[] compared)
{
    private readonly TaskCompletionSource<FlightOutcome> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _followers;

    public byte[] Compared { get; } = compared;

    public bool HasFollowers => Followers > 0;

    public int Followers => Volatile.Read(ref _followers);

    public Task<FlightOutcome> JoinAsync()
    {
        Interlocked.Increment(ref _followers);
        return _landing.Task;
    }

    public void Land(FlightOutcome outcome) => _landing.TrySetResult(outcome);
}
