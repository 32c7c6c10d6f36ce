namespace ModelOps.Serving.Tests.Fakes;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"never happened: {what}");
            await Task.Delay(5);
        }
    }
}
