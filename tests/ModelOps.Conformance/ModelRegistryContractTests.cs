using System.Text;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IModelRegistry"/> must do. A test class of each implementation derives from it.</summary>
public abstract partial class ModelRegistryContractTests
{
    protected const string Model = "demand";

    /// <summary>An empty registry; a new one for each test.</summary>
    protected abstract IModelRegistry Registry { get; }

    /// <summary>Changes the stored bytes of a file behind the registry's back, wherever it keeps them, and keeps their length.</summary>
    protected abstract void Tamper(ArtifactDescriptor file);

    /// <summary>Loses the stored bytes of a file behind the registry's back, wherever it keeps them.</summary>
    protected abstract void Lose(ArtifactDescriptor file);

    /// <summary>Whether the registry keeps bytes of an upload that was not registered.</summary>
    protected abstract bool HasLeftovers();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static ModelFile File(string path, string content) => ModelFile.FromBytes(path, Encoding.UTF8.GetBytes(content));

    protected static ModelRegistration Registration(string content = "weights", string? version = null, string model = Model) => new()
    {
        Model = model,
        Version = version is null ? null : SemanticVersion.Parse(version),
        Format = "onnx",
        Files = [File("model.onnx", content)],
    };

    protected Task<ModelVersion> RegisterAsync(string content = "weights", string? version = null, string model = Model) =>
        Registry.RegisterAsync(Registration(content, version, model), Cancellation);

    protected Task<ModelAlias> MoveAsync(long number, long? expectedRevision = null, string alias = "champion") =>
        Registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = alias, Number = number, ExpectedRevision = expectedRevision }, Cancellation);

    protected Task<ModelVersion> ResolveAsync(string reference) => Registry.ResolveAsync(ModelReference.Parse(reference), Cancellation);

    protected Task<IReadOnlyList<RegistryEvent>> EventsAsync(long after = 0, int limit = 10_000) => Registry.ReadEventsAsync(after, limit, Cancellation);
}
