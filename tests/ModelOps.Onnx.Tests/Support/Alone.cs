namespace ModelOps.Onnx.Tests.Support;

/// <summary>Tests that measure the memory of the process or change its folder, so nothing else may run.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
