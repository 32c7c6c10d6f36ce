namespace ModelOps.AotSmoke;

[ModelOutput]
internal readonly partial record struct Answer([Tensor("y")] ReadOnlyMemory<float> Y);
