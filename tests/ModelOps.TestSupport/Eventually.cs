using Xunit;

namespace ModelOps.TestSupport;

/// <summary>Waits for what another thread or process brings about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1); // far longer than it takes: a busy machine may stand still for seconds

    /// <param name="condition">What must come.</param>
    /// <param name="what">What that is, for the failure.</param>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"never happened: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
