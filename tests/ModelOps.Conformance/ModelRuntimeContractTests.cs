using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IModelRuntime"/> must hold. A runtime's tests derive from it and say how to make a small model of theirs.</summary>
public abstract class ModelRuntimeContractTests
{
    /// <summary>A new runtime.</summary>
    protected abstract IModelRuntime CreateRuntime();

    /// <summary>Writes a model that gives different answers for different seeds of <see cref="Fill"/>.</summary>
    protected abstract ModelPackage WritePackage(TemporaryFolder folder);

    /// <summary>Adds input tensors of fixed shapes to an empty request.</summary>
    protected abstract void Fill(InferenceRequest request, int seed);

    /// <summary>Asserts that the answer is the one for the seed.</summary>
    protected abstract void AssertAnswer(InferenceResponse response, int seed);

    [Fact]
    public void CanLoad_OwnFormatOnly()
    {
        using TemporaryFolder folder = new();
        ModelPackage package = WritePackage(folder);
        IModelRuntime runtime = CreateRuntime();

        Assert.True(runtime.CanLoad(package));
        Assert.False(runtime.CanLoad(package with { Format = "no-such-format" }));
        Assert.NotEmpty(runtime.Name);
        Assert.Matches("^[a-z0-9]+_[a-z0-9]+$", runtime.Platform);
    }

    [Fact]
    public async Task LoadAsync_FileMissing_LoadExceptionNamesModel()
    {
        using TemporaryFolder folder = new();
        ModelPackage package = WritePackage(folder);
        foreach (string file in package.Files) { File.Delete(Path.Combine(package.Directory, file)); }

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(async () => await CreateRuntime().LoadAsync(package, default));

        Assert.Contains(package.Model, e.Model, StringComparison.Ordinal);
        Assert.DoesNotContain(package.Directory, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_FileDamaged_LoadException()
    {
        using TemporaryFolder folder = new();
        ModelPackage package = WritePackage(folder);
        foreach (string file in package.Files) { await File.WriteAllBytesAsync(Path.Combine(package.Directory, file), [1, 2, 3]); }

        await Assert.ThrowsAsync<ModelLoadException>(async () => await CreateRuntime().LoadAsync(package, default));
    }

    [Fact]
    public async Task Signature_OfLoadedModel_AcceptsItsInputAndNamesItsOutputs()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);
        using InferenceRequest request = CreateRequest(1);
        using InferenceResponse response = new();

        session.Signature.EnsureAccepts(request);
        session.Run(request, response, default);

        Assert.Equal(session.Signature.Outputs.Select(static o => (o.Name, o.DataType)), response.Outputs.Select(static t => (t.Name, t.DataType)));
    }

    [Fact]
    public async Task Run_ResponseReused_EachAnswerRight()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);
        using InferenceResponse response = new();
        for (int seed = 0; seed < 20; seed++)
        {
            using InferenceRequest request = CreateRequest(seed);
            response.Reset();
            session.Run(request, response, default);
            AssertAnswer(response, seed);
        }
    }

    [Fact]
    public async Task Run_OutputsRequested_OnlyThoseInThatOrder()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);
        string[] wanted = [.. session.Signature.Outputs.Select(static o => o.Name).Reverse()];
        for (int count = 1; count <= wanted.Length; count++)
        {
            using InferenceRequest request = CreateRequest(1);
            foreach (string output in wanted.Take(count)) { request.RequestedOutputs.Add(output); }
            using InferenceResponse response = new();
            session.Run(request, response, default);
            Assert.Equal(wanted.Take(count), response.Outputs.Select(static t => t.Name));
        }
    }

    [Fact]
    public async Task Run_ManyThreads_EachAnswerRight()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            using InferenceResponse response = new();
            for (int i = 0; i < 200; i++)
            {
                using InferenceRequest request = CreateRequest(worker + i);
                response.Reset();
                session.Run(request, response, default);
                AssertAnswer(response, worker + i);
            }
        });
    }

    [Fact]
    public async Task Run_Cancelled_ThrowsAndNextCallAnswers()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);
        using InferenceRequest request = CreateRequest(3);
        using InferenceResponse response = new();

        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(request, response, new CancellationToken(canceled: true)));

        response.Reset();
        session.Run(request, response, default);
        AssertAnswer(response, 3);
    }

    [Fact]
    public async Task Terminate_NewCalls_Refused()
    {
        using TemporaryFolder folder = new();
        using IModelSession session = await CreateRuntime().LoadAsync(WritePackage(folder), default);
        using InferenceRequest request = CreateRequest(3);
        using InferenceResponse response = new();

        session.Terminate();

        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(request, response, default));
    }

    private InferenceRequest CreateRequest(int seed)
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        Fill(request, seed);
        return request;
    }
}
