using BigBen.ServiceB;
using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(() => Service.Build(args));
