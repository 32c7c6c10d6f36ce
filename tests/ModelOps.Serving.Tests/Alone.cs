namespace ModelOps.Serving.Tests;

/// <summary>Tests that listen to the whole process or measure all of it: they run beside no other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
