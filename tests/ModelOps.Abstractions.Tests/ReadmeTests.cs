// <snippet:src/ModelOps.Abstractions/README.md#1>
using ModelOps;
// </snippet>

namespace ModelOps.Abstractions.Tests;

// <snippet:src/ModelOps.Abstractions/README.md#1>
// A concern around every call: one delegating client, put around another by the builder.
public sealed class CountingClient(IInferenceClient inner) : DelegatingInferenceClient(inner)
{
    private long _calls;

    public long Calls => Interlocked.Read(ref _calls);

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        return base.InferAsync(request, response, cancellationToken);
    }
}
// </snippet>

public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_CallThroughAConcern_AnswersAndCounts()
    {
        CountingClient client = new(new Doubler());

        float[] answer = await CallAsync(client);

        Assert.Equal([2, 4, 6, 8], answer);
        Assert.Equal(1, client.Calls);
    }

    private static async Task<float[]> CallAsync(IInferenceClient client)
    {
        // <snippet:src/ModelOps.Abstractions/README.md#2>
        using InferenceRequest request = new(ModelReference.Parse("demand@champion"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        using InferenceResponse response = await client.InferAsync(request);
        ReadOnlySpan<float> answer = response.Outputs["y"].AsSpan<float>();
        // </snippet>
        return answer.ToArray();
    }

    private sealed class Doubler : IInferenceClient
    {
        public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
        {
            InferenceTensor x = request.Inputs["x"];
            InferenceTensor y = response.Outputs.Add("y", x.DataType, x.Shape);
            for (int i = 0; i < x.ElementCount; i++) { y.AsSpan<float>()[i] = 2 * x.AsSpan<float>()[i]; }
            return ValueTask.CompletedTask;
        }

        public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
