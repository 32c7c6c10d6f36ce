using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Conformance;

/// <summary>One real Kestrel for all items of the list.</summary>
public sealed class ConformanceHost : IAsyncLifetime
{
    internal TestHost Host { get; private set; } = null!;

    internal FakeModels Models { get; } = FakeModels.WithEcho();

    public async ValueTask InitializeAsync()
    {
        Models.Add("special", new ModelSignature([], [new("y", TensorDataType.Float32, [3])]), static (_, response) =>
        {
            float[] values = [float.NaN, float.PositiveInfinity, 1];
            values.CopyTo(response.Outputs.Add("y", TensorDataType.Float32, [3]).AsSpan<float>());
        });
        Host = await TestHost.StartAsync(Models, kestrel: true, maxBodyBytes: 4 << 20);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
