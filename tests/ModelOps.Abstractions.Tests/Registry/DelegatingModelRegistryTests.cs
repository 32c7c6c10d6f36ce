using System.Reflection;

namespace ModelOps.Tests.Registry;

public sealed class DelegatingModelRegistryTests
{
    [Fact]
    public void EachMember_IsHandedOnWithItsArguments()
    {
        IModelRegistry inner = DispatchProxy.Create<IModelRegistry, Recorder>();
        Handing outer = new(inner);
        Assert.Same(inner, outer.Inner);

        foreach (MethodInfo method in typeof(IModelRegistry).GetMethods())
        {
            object?[] arguments = [.. method.GetParameters().Select(static p => p.ParameterType switch
            {
                var t when t == typeof(string) => p.Name,
                var t when t == typeof(int) => 7,
                var t when t == typeof(long) => 9L,
                var t when t == typeof(CancellationToken) => new CancellationToken(canceled: true),
                var t when t.IsValueType => Activator.CreateInstance(t),
                _ => null,
            })];
            method.Invoke(outer, arguments);
            Recorder recorder = (Recorder)(object)inner;
            Assert.Equal(method, recorder.Method);
            Assert.Equal(arguments, recorder.Arguments);
        }
    }

    private sealed class Handing(IModelRegistry inner) : DelegatingModelRegistry(inner);

    public class Recorder : DispatchProxy
    {
        public MethodInfo? Method { get; private set; }

        public object?[]? Arguments { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Method = targetMethod;
            Arguments = args;
            return null;
        }
    }
}
