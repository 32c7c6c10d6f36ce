namespace ModelOps.Redis.Tests.Fakes;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"never happened: {what}");
            await Task.Delay(5);
        }
    }
}
