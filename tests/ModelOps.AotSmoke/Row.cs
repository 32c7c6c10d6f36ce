namespace ModelOps.AotSmoke;

[ModelInput]
[Features("x")]
internal readonly partial record struct Row(float First, int Second, double? Third, bool Fourth);
