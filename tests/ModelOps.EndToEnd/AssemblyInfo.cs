using Xunit.Sdk;
using Xunit.v3;

// These tests build, pack and publish one tree: at the same time they would be in each other's way.
[assembly: Parallelization(Mode = ParallelMode.None)]
